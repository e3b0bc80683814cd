using System.Text.Json.Nodes;
using Identity.Grains.Keys;
using Identity.Grains.Passwords;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Realms;

/// <summary>Brings realms in from Keycloak's export format.</summary>
/// <remarks>A realm is not served before it is complete. An import that was cut off is found half done and done again,
/// whatever the strategy. Ids that the file gives are kept; others come out the same each time.</remarks>
public sealed partial class RealmImport : IDisposable
{
    private readonly RealmRecordsWriter _writer;
    private readonly INewRecords _records;
    private readonly IRealmSource _source;
    private readonly RealmKeyComponents _components;
    private readonly ImportedKeys _keys;
    private readonly PasswordHashing _passwords;
    private readonly ManagedRealms _managed;
    private readonly TimeProvider _time;
    private readonly ILogger<RealmImport> _logger;
    private readonly SemaphoreSlim _hashing = new(Environment.ProcessorCount);

    internal RealmImport(
        RealmRecordsWriter writer,
        INewRecords records,
        IRealmSource source,
        RealmKeyComponents components,
        ImportedKeys keys,
        PasswordHashing passwords,
        ManagedRealms managed,
        TimeProvider time,
        ILogger<RealmImport> logger)
    {
        _writer = writer;
        _records = records;
        _source = source;
        _components = components;
        _keys = keys;
        _passwords = passwords;
        _managed = managed;
        _time = time;
        _logger = logger;
    }

    /// <summary>Imports one realm. What the file leaves out is what a new realm has.</summary>
    /// <exception cref="RealmFileException">The file cannot be read, or contradicts itself. Nothing was written unless a stored value stood against it.</exception>
    public async Task<RealmImportReport> ImportAsync(JsonObject file, ImportStrategy strategy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var name = RealmName.Check(new FileNode(file, string.Empty));
        var stored = await _source.LoadAsync(name, cancellationToken);
        if (stored is { Realm.Importing: false } && strategy == ImportStrategy.IgnoreExisting)
        {
            return new RealmImportReport { Realm = name, RealmId = stored.Realm.Id, Skipped = true };
        }

        var realmId = stored?.Realm.Id ?? new FileNode(file, string.Empty).Text("id") ?? Guid.NewGuid().ToString();
        if (stored is null && await _source.FindNameAsync(realmId, cancellationToken) is not null)
        {
            throw new RealmFileException($"realm {name}", $"another realm has the id {realmId}, or one that had it is still being removed.");
        }

        var content = RealmFileReader.Read(RealmDefaults.Complete(file), realmId, _components);
        content = content with { Realm = _keys.Complete(content, stored?.Realm) };
        if (content.Unsupported.Count > 0)
        {
            LogUnsupported(name, string.Join(", ", content.Unsupported));
        }

        if (stored is not null || !await TryInsertAsync(content, cancellationToken))
        {
            await WriteAsync(content, stored, cancellationToken);
        }

        LogImported(name, content.Clients.Count, content.Roles.Count, content.Groups.Count, content.Users.Count);
        return Report(content);
    }

    /// <inheritdoc/>
    public void Dispose() => _hashing.Dispose();

    /// <summary>Makes a new realm, and what lets it be managed from the master realm, in one transaction; users come after it, and with the
    /// last of them the realm is served. False, with nothing written, when a value is taken.</summary>
    private async Task<bool> TryInsertAsync(RealmFile content, CancellationToken cancellationToken)
    {
        var realm = content.Realm;
        var whole = content.Users.Count == 0 && realm.Realm != RealmDefaults.MasterName;
        try
        {
            await _records.InsertAsync(
                [
                    NewRecord.Of(StateNames.Realm, realm.Id, realm.Id, whole ? realm : realm with { Importing = true }),
                    .. content.ClientScopes.Select(scope => NewRecord.Of(StateNames.ClientScope, realm.Id, scope.Id, scope)),
                    .. content.Clients.Select(client => NewRecord.Of(StateNames.Client, realm.Id, client.Id, client)),
                    .. content.Roles.Select(role => NewRecord.Of(StateNames.Role, realm.Id, role.Id, role)),
                    .. content.Groups.Select(group => NewRecord.Of(StateNames.Group, realm.Id, group.Id, group)),
                    .. await _managed.MissingAsync(realm.Realm, cancellationToken),
                ],
                CancellationToken.None);
        }
        catch (DuplicateKeyException)
        {
            return false;
        }

        if (!whole)
        {
            await _writer.SaveUsersAsync(realm.Id, content, (user, token) => CompleteAsync(realm, user, token), cancellationToken);
            await _managed.AddAllAsync(realm.Realm, cancellationToken);
            await _writer.SaveRealmAsync(realm);
        }

        return true;
    }

    private async Task WriteAsync(RealmFile content, RealmRecords? stored, CancellationToken cancellationToken)
    {
        var realm = content.Realm;
        await _writer.SaveRealmAsync(realm with { Importing = true });
        if (stored is not null)
        {
            await _writer.PruneAsync(stored, content, cancellationToken);
        }

        await _writer.SaveAsync(realm.Id, content, cancellationToken);
        await _writer.SaveUsersAsync(realm.Id, content, (user, token) => CompleteAsync(realm, user, token), cancellationToken);
        await _managed.AddAsync(realm.Realm, cancellationToken);
        await _managed.AddAllAsync(realm.Realm, cancellationToken);
        await _writer.SaveRealmAsync(realm);
    }

    private static RealmImportReport Report(RealmFile content) => new()
    {
        Realm = content.Realm.Realm,
        RealmId = content.Realm.Id,
        Clients = content.Clients.Count,
        ClientScopes = content.ClientScopes.Count,
        Roles = content.Roles.Count,
        Groups = content.Groups.Count,
        Users = content.Users.Count,
        Unsupported = content.Unsupported,
    };

    private async Task<UserState> CompleteAsync(RealmState realm, RealmFileUser user, CancellationToken cancellationToken)
    {
        var state = user.State.CreatedTimestamp > 0 ? user.State : user.State with { CreatedTimestamp = _time.GetUtcNow().ToUnixTimeMilliseconds() };
        if (user.Password is null)
        {
            return state;
        }

        await _hashing.WaitAsync(cancellationToken);
        try
        {
            var credential = await _passwords.HashAsync(user.Password, PasswordHashPolicy.Of(realm)) with { Temporary = user.PasswordTemporary };
            var actions = user.PasswordTemporary ? state.RequiredActions.Append("UPDATE_PASSWORD").Distinct().ToArray() : state.RequiredActions;
            return state with { Credentials = [.. state.Credentials.Where(other => other.Type != "password"), credential], RequiredActions = actions };
        }
        finally
        {
            _hashing.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Realm {Realm}: kept and exported again, but not acted on: {Sections}")]
    private partial void LogUnsupported(string realm, string sections);

    [LoggerMessage(Level = LogLevel.Information, Message = "Realm {Realm} imported: {Clients} clients, {Roles} roles, {Groups} groups, {Users} users")]
    private partial void LogImported(string realm, int clients, int roles, int groups, int users);
}
