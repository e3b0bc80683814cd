using System.Text.Json.Nodes;
using Identity.Grains.Events;
using Identity.Grains.Keys;
using Identity.Grains.Passwords;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Realms;

/// <summary>Brings realms in from Keycloak's export format.</summary>
/// <remarks>Everything is read, checked and hashed before the first write, and all of a realm is written in one transaction: an import that
/// fails leaves nothing, one that replaces a realm leaves the old realm or the new. Ids that the file gives are kept; others come out
/// the same each time.</remarks>
public sealed partial class RealmImport : IDisposable
{
    private const int MaxAttempts = 3;

    private readonly RealmRecordsWriter _writer;
    private readonly IRealmStore _store;
    private readonly IRealmSource _source;
    private readonly RealmKeyComponents _components;
    private readonly ImportedKeys _keys;
    private readonly KeyTurns _turns;
    private readonly PasswordHashing _passwords;
    private readonly ManagedRealms _managed;
    private readonly TimeProvider _time;
    private readonly ILogger<RealmImport> _logger;
    private readonly SemaphoreSlim _hashing = new(Environment.ProcessorCount);

    internal RealmImport(
        RealmRecordsWriter writer,
        IRealmStore store,
        IRealmSource source,
        RealmKeyComponents components,
        ImportedKeys keys,
        KeyTurns turns,
        PasswordHashing passwords,
        ManagedRealms managed,
        TimeProvider time,
        ILogger<RealmImport> logger)
    {
        _writer = writer;
        _store = store;
        _source = source;
        _components = components;
        _keys = keys;
        _turns = turns;
        _passwords = passwords;
        _managed = managed;
        _time = time;
        _logger = logger;
    }

    /// <summary>Imports one realm. What the file leaves out is what a new realm has.</summary>
    /// <param name="file">The realm.</param>
    /// <param name="strategy">What to do about a realm of that name.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    /// <param name="managerId">The user of the master realm who gets the roles that manage a new realm, in the same transaction; null for nobody.</param>
    /// <param name="reported">Stored in the same transaction; null reports nothing.</param>
    /// <exception cref="RealmFileException">The file cannot be read, contradicts itself, or a stored value stands against it. Nothing was written.</exception>
    public async Task<RealmImportReport> ImportAsync(
        JsonObject file, ImportStrategy strategy, CancellationToken cancellationToken, string? managerId = null, AdminEvent? reported = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await TryImportAsync(file, strategy, managerId, reported, cancellationToken) is { } report)
                {
                    return report;
                }
            }
            catch (DuplicateKeyException exception) when (exception.Index is not ("realm_name" or "realm_pkey") || attempt == MaxAttempts)
            {
                throw new RealmFileException(string.Empty, $"another record has the same value in {exception.Index}.", exception);
            }
            catch (DuplicateKeyException)
            {
                // Somebody was faster with a realm of that name or id: what is to be done now is seen by looking again.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hashing.Dispose();

    /// <summary>Null when the realm that was to be replaced has gone meanwhile.</summary>
    private async Task<RealmImportReport?> TryImportAsync(
        JsonObject file, ImportStrategy strategy, string? managerId, AdminEvent? reported, CancellationToken cancellationToken)
    {
        var node = new FileNode(file, string.Empty);
        var name = RealmName.Check(node);
        var stored = await _source.LoadAsync(name, cancellationToken) is { Realm.Importing: false } complete ? complete : null;
        if (stored is not null && strategy == ImportStrategy.IgnoreExisting)
        {
            return new RealmImportReport { Realm = name, RealmId = stored.Realm.Id, Skipped = true };
        }

        var realmId = stored?.Realm.Id ?? await NewIdAsync(node, name, cancellationToken);
        var content = RealmFileReader.Read(RealmDefaults.Complete(file), realmId, _components);
        content = content with { Clients = [.. content.Clients.Select(RealmFileClients.Unmasked)] };
        content = content with { Realm = await _turns.MakeAsync(managerId ?? name, () => _keys.Complete(content, stored?.Realm), cancellationToken) };
        if (content.Unsupported.Count > 0)
        {
            LogUnsupported(name, string.Join(", ", content.Unsupported));
        }

        var whole = (await WholeAsync(content, managerId, cancellationToken)) with { Event = reported };
        cancellationToken.ThrowIfCancellationRequested();
        if (stored is null)
        {
            await _store.CreateAsync(whole, CancellationToken.None);
        }
        else if (!await _store.ReplaceAsync(whole, CancellationToken.None))
        {
            return null;
        }

        LogImported(name, content.Clients.Count, content.Roles.Count, content.Groups.Count, content.Users.Count);
        return Report(content);
    }

    private async Task<string> NewIdAsync(FileNode file, string name, CancellationToken cancellationToken)
    {
        if (RealmFileIds.Given(file) is not { } id)
        {
            return Guid.NewGuid().ToString();
        }

        if (id == RealmDefaults.MasterName && name != RealmDefaults.MasterName)
        {
            throw file.Error("id", $"the id {id} is kept for the realm of that name.");
        }

        // What an import of this very realm has left, cut off by the end of its pod, goes with the new one.
        return await _source.FindNameAsync(id, cancellationToken) is { } other && other != name
            ? throw new RealmFileException($"realm {name}", $"another realm has the id {id}, or one that had it is still being removed.")
            : id;
    }

    private async Task<WholeRealm> WholeAsync(RealmFile content, string? managerId, CancellationToken cancellationToken)
    {
        var realm = content.Realm;
        var users = await CompleteAsync(content, cancellationToken);
        var management = await _managed.MissingAsync(content, cancellationToken);
        return new WholeRealm
        {
            Id = realm.Id,
            Name = realm.Realm,
            Records =
            [
                NewRecord.Of(StateNames.Realm, realm.Id, realm.Id, realm),
                .. content.ClientScopes.Select(scope => NewRecord.Of(StateNames.ClientScope, realm.Id, scope.Id, scope)),
                .. content.Clients.Select(client => NewRecord.Of(StateNames.Client, realm.Id, client.Id, client)),
                .. content.Roles.Select(role => NewRecord.Of(StateNames.Role, realm.Id, role.Id, role)),
                .. content.Groups.Select(group => NewRecord.Of(StateNames.Group, realm.Id, group.Id, group)),
                .. users.Select(user => NewRecord.Of(StateNames.User, realm.Id, user.Id, user)),
            ],
            Management = management,
            Manager = managerId is not null && management.Count > 0 ? new EntityKey(management[0].Key.RealmId, managerId) : null,
        };
    }

    private async Task<UserState[]> CompleteAsync(RealmFile content, CancellationToken cancellationToken)
    {
        var users = new UserState[content.Users.Count];
        await Parallel.ForAsync(0, users.Length, cancellationToken, async (place, token) => users[place] = await CompleteAsync(content.Realm, content.Users[place], token));
        return users;
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
