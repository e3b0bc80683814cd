using Identity.Grains.Roles;
using Identity.Grains.Storage;

namespace Identity.Grains.Tests.Storage;

/// <summary>What a pod holds of records is bounded by their size, whoever makes them large.</summary>
public sealed class RecordsInMemory : IDisposable
{
    private readonly HeldRecords _held = new();

    public void Dispose() => _held.Dispose();

    [Fact]
    public void Takes_no_more_than_its_bound()
    {
        for (var i = 0; i < 100; i++)
        {
            Hold($"role-{i}", length: 1 << 20);
        }

        Assert.InRange(Enumerable.Range(0, 100).Count(i => Find($"role-{i}") is not null), 1, 24);
    }

    [Fact]
    public void Forgets_a_record_that_has_outgrown_it()
    {
        Hold("role", length: 100);

        Hold("role", length: 100 << 20);

        Assert.Null(Find("role"));
    }

    private void Hold(string id, int length) =>
        _held.Hold(new EntityKey("realm", id), new StoredRecord<RoleState> { State = new RoleState { Id = id, Name = id }, ETag = id, Length = length });

    private StoredRecord<RoleState>? Find(string id) => _held.Find<RoleState>(new EntityKey("realm", id));
}
