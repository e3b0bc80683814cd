using Identity.Gateway.Admin.Events;
using Identity.Grains.Events;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Realms.Import;

/// <summary>What a partial import is going to write, record by record, each with what is told of it. Nothing is written before all of it is known.</summary>
/// <param name="call">Whose request.</param>
/// <param name="merge">What the request brings.</param>
/// <param name="file">The realm with it, as records.</param>
/// <param name="after">The same as it would be served.</param>
internal sealed class ImportPlan(AdminCall call, PartialMerge merge, RealmFile file, RealmSnapshot after)
{
    private readonly List<RecordWrite> _writes = [];
    private readonly List<(string Operation, string Kind, string Id)> _told = [];

    public AdminCall Call => call;

    public PartialMerge Merge => merge;

    public RealmFile File => file;

    public RealmSnapshot After => after;

    /// <summary>All records, in order.</summary>
    public IReadOnlyList<RecordWrite> Writes => _writes;

    /// <summary>Writes a record in the place of the one before; null for a new one.</summary>
    public void Write<TState>(string stateName, string id, StoredRecord<TState>? before, TState next)
        where TState : class =>
        _writes.Add(RecordWrite.Of(stateName, call.Realm.Id, id, before?.ETag, next));

    /// <summary>Tells of a record that the request named.</summary>
    public void Tell(string kind, string name, string id)
    {
        if (merge.Done(kind, name, id) is { } replaced)
        {
            _told.Add((replaced ? AdminOperation.Update : AdminOperation.Create, kind, id));
        }
    }

    /// <summary>The events of all that was told.</summary>
    public IReadOnlyList<AdminEvent> Events(AdminEvents events) =>
        [.. _told.Select(told => events.Of(call, told.Operation, told.Kind, $"{Path(told.Kind)}/{told.Id}")).OfType<AdminEvent>()];

    private static string Path(string kind) => kind switch
    {
        ImportKinds.Client => "clients",
        ImportKinds.Group => "groups",
        ImportKinds.User => "users",
        _ => "roles-by-id",
    };
}
