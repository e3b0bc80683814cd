using Identity.Grains.Realms;
using Identity.Silo.RealmFiles;

namespace Identity.Silo.Tests.RealmFiles;

public sealed class FolderOfRealmFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-realms-").FullName;

    [Fact]
    public void Users_beside_a_realm_are_put_into_it()
    {
        Write("b-realm.json", """{"realm":"b","users":[{"username":"x"}]}""");
        Write("b-users-0.json", """{"realm":"b","users":[{"username":"y"}]}""");
        Write("b-users-1.json", """{"realm":"b","users":[{"username":"z"}]}""");
        Write("a.json", """[{"realm":"a1"},{"realm":"a2"}]""");

        var realms = RealmFolder.Read(_folder);

        Assert.Equal(["a1", "a2", "b"], realms.Select(entry => (string?)entry.Realm["realm"]));
        Assert.Equal(["x", "y", "z"], realms[2].Realm["users"]!.AsArray().Select(user => (string?)user!["username"]));
    }

    [Theory]
    [InlineData("bad.json", "{")]
    [InlineData("bad.json", "3")]
    [InlineData("bad.json", "[3]")]
    [InlineData("bad-users-0.json", """{"realm":"none","users":[]}""")]
    [InlineData("bad-users-0.json", "{}")]
    public void A_file_that_is_none_is_named(string name, string content)
    {
        Write(name, content);

        Assert.Contains(name, Assert.Throws<RealmFileException>(() => RealmFolder.Read(_folder)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name), content);
}
