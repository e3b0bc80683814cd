using System.Globalization;
using Identity.AdminBench.Realms;
using Identity.AdminBench.Users;

// Measures administration at scale, on a PostgreSQL of its own, or through a server that runs.
return args switch
{
    ["realms"] => await RealmsBench.RunAsync(5000),
    ["realms", var count] => await RealmsBench.RunAsync(int.Parse(count, CultureInfo.InvariantCulture)),
    ["users"] => await UsersBench.RunAsync(1_000_000),
    ["users", var count] => await UsersBench.RunAsync(int.Parse(count, CultureInfo.InvariantCulture)),
    ["users", var count, var database, var url, var password] =>
        await UsersOverHttp.RunAsync(int.Parse(count, CultureInfo.InvariantCulture), database, new Uri(url), password),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: identity-admin-bench realms [how many, default 5000]
               identity-admin-bench users [how many, default 1000000]
               identity-admin-bench users <how many> <connection string> <url of the server> <password of admin>
        """);
    return 64;
}
