using System.Globalization;
using Identity.Grains.Users;

namespace Identity.AdminBench.Users;

/// <summary>What is looked for among <see cref="ManyUsers"/>, another one each time.</summary>
internal static class UserLists
{
    public static IEnumerable<(string What, Func<int, UserSearch> Search)> Of(string realmId, int count)
    {
        var all = new UserSearch { RealmId = realmId };
        var held = all with { ServiceAccounts = true };
        yield return ("list, first page", _ => all);
        foreach (var first in new[] { 10_000, 100_000, 500_000 }.Where(first => first < count))
        {
            yield return ($"list, from user {first:N0}", i => all with { First = first + i });
        }

        yield return ("search by the beginning of a username: ten users", i => all with { Search = Text(count, i, 1) });
        yield return ("the same: a thousand", i => all with { Search = Text(count, i, 3) });
        yield return ("the same: a hundred thousand", i => all with { Search = Text(count, i, 5) });
        yield return ("by the beginning of a family name", i => all with { Search = ManyUsers.FamilyName(i * 31) });
        yield return ("by the beginning of a first name: one user in twenty", i => all with { Search = i % 2 == 0 ? "pri" : "мар" });
        yield return ("by two words", i => all with { Search = $"ma {ManyUsers.FamilyName(i * 31)}" });
        yield return ("by a part of a family name, three letters", i => all with { Search = $"*{ManyUsers.FamilyName(i * 31)[2..5]}*" });
        yield return ("by a part of a family name, five letters", i => all with { Search = $"*{ManyUsers.FamilyName(484 + i)[1..]}*" });
        yield return ("by a part of an email", i => all with { Search = string.Create(CultureInfo.InvariantCulture, $"*.{(i * 4999) % count}@*") });
        yield return ("by a part that no one has", _ => all with { Search = "*qqqq*" });
        yield return ("by a whole email", i => held with { Email = ManyUsers.Make(i).Email, Exact = true });
        yield return ("by a part of the username", i => held with { Username = Text(count, i, 1)[3..] });
        yield return ("by an attribute: one user", i => held with { Attributes = new Dictionary<string, string> { ["employee"] = $"{i * 4}" } });
        yield return ("by an attribute: 2,500 users", i => held with { Attributes = new Dictionary<string, string> { ["department"] = $"department {(i * 4) % 400}" } });
        yield return ("members of a group of a thousand", i => held with { GroupId = $"group-{i}" });
        yield return ("members of a role that one in a hundred has, from 5,000", i => held with { RoleId = ManyUsers.RareRole, First = Math.Min(5_000, count / 200) + i });
        yield return ("members of a role that all have", _ => held with { RoleId = ManyUsers.CommonRole });
        yield return ("the same, from 100,000", i => held with { RoleId = ManyUsers.CommonRole, First = Math.Min(100_000, count / 2) + i });
        yield return ("disabled users", _ => held with { Enabled = false });
    }

    public static IEnumerable<(string What, Func<int, UserSearch> Search)> Counts(string realmId)
    {
        var all = new UserSearch { RealmId = realmId };
        yield return ("count all", _ => all);
        yield return ("count a family name", i => all with { Search = ManyUsers.FamilyName(i * 31) });
        yield return ("count a part of a family name, five letters", i => all with { Search = $"*{ManyUsers.FamilyName(484 + i)[1..]}*" });
        yield return ("count the members of a group", i => all with { GroupId = $"group-{i}", ServiceAccounts = true });
    }

    // A username without its last digits.
    private static string Text(int count, int i, int digits)
    {
        var number = (i * 104_729L) % count;
        return string.Create(CultureInfo.InvariantCulture, $"user{number:0000000}")[..^digits];
    }
}
