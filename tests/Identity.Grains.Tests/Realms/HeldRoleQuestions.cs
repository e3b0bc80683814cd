using Identity.Grains.Groups;
using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Users;

namespace Identity.Grains.Tests.Realms;

/// <summary>Whether a user holds a role is answered the same from the user downwards and from the role upwards.</summary>
public sealed class HeldRoleQuestions
{
    [Theory]
    [InlineData(40)]
    [InlineData(1500)]
    public void Every_way_of_asking_gives_one_answer(int count)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var roles = Enumerable.Range(0, count).Select(number => new RoleState
        {
            Id = $"{number}",
            Name = $"name-{number}",
            CompositeIds = Some(random, count),
            PartOfIds = Some(random, count),
        }).ToList();
        var groups = Enumerable.Range(0, 20).Select(number => new GroupState
        {
            Id = $"g{number}",
            Name = $"g{number}",
            ParentId = number == 0 ? null : $"g{random.Next(number)}",
            RoleIds = Some(random, count),
        }).ToList();
        var realm = new RealmSnapshot(new RealmRecords(1, new RealmState { Id = "realm", Realm = "realm" }, [], [], roles, groups), new RealmKeys([], []));
        for (var round = 0; round < 20; round++)
        {
            var user = new UserState { Id = "u", Username = "u", RoleIds = Some(random, count), GroupIds = [$"g{random.Next(20)}", "gone"] };

            var held = realm.EffectiveRoles(user);

            Assert.All(roles, role => Assert.Equal(held.Contains(role.Id), realm.HoldsAny(user, [role.Id])));
            Assert.Equal(held.Order(), realm.HeldAmong(user, roles.Select(role => role.Id)).Order());
            Assert.False(realm.HoldsAny(user, ["unknown"]));
            Assert.False(realm.HoldsAny(user, []));
        }
    }

    [Fact]
    public void Roles_that_include_each_other_are_no_trap()
    {
        var roles = Enumerable.Range(0, 1500).Select(number => new RoleState { Id = $"{number}", Name = $"{number}", CompositeIds = [$"{(number + 1) % 1500}"] }).ToList();
        var realm = new RealmSnapshot(new RealmRecords(1, new RealmState { Id = "realm", Realm = "realm" }, [], [], roles, []), new RealmKeys([], []));

        Assert.True(realm.HoldsAny(new UserState { Id = "u", Username = "u", RoleIds = ["7"] }, ["6"]));
        Assert.False(realm.HoldsAny(new UserState { Id = "u", Username = "u" }, ["6"]));
    }

    // Sparse: most roles stand alone.
    private static IReadOnlyList<string> Some(Random random, int count) =>
        random.Next(3) == 0 ? [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{random.Next(count)}").Distinct()] : [];
}
