using System.Globalization;
using Identity.AdminBench.Realms;

// Measures administration at scale, on a PostgreSQL of its own: identity-admin-bench realms [how many].
return args switch
{
    ["realms"] => await RealmsBench.RunAsync(5000),
    ["realms", var count] => await RealmsBench.RunAsync(int.Parse(count, CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: identity-admin-bench realms [how many, default 5000]");
    return 64;
}
