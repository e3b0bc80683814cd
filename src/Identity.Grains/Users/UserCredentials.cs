namespace Identity.Grains.Users;

/// <summary>What becomes of a user's credentials. Pure: each answers the user as it is to be stored.</summary>
public static class UserCredentials
{
    /// <summary>The type of the password.</summary>
    public const string Password = "password";

    /// <summary>The type of passwords that were replaced and must not come again.</summary>
    public const string PasswordHistory = "password-history";

    /// <summary>The required action to choose a new password.</summary>
    public const string UpdatePassword = "UPDATE_PASSWORD";

    /// <summary>The user with this password in place of the one before, whose id, label and place it takes.</summary>
    /// <param name="user">With credentials.</param>
    /// <param name="password">Hashed. When it is temporary the required action UPDATE_PASSWORD is added.</param>
    /// <param name="history">How many passwords, this one included, are remembered; 0 and 1 remember none.</param>
    public static UserState WithPassword(UserState user, Credential password, int history)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(password);
        var old = user.Credentials.FirstOrDefault(credential => credential.Type == Password);
        var others = user.Credentials.Where(credential => credential.Type is not Password and not PasswordHistory).ToList();
        var place = user.Credentials.TakeWhile(credential => credential.Type != Password).Count(credential => credential.Type != PasswordHistory);
        others.Insert(place, password with { Id = old?.Id ?? password.Id, UserLabel = old?.UserLabel });
        var next = user with { Credentials = [.. others, .. Remembered(user, old, history)] };
        return password.Temporary && !user.RequiredActions.Contains(UpdatePassword)
            ? next with { RequiredActions = [.. user.RequiredActions, UpdatePassword] }
            : next;
    }

    /// <summary>The user who need no longer change the password at the next login.</summary>
    public static UserState WithoutPasswordUpdate(UserState user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user with { RequiredActions = [.. user.RequiredActions.Where(action => action != UpdatePassword)] };
    }

    /// <summary>The user without that credential; the same when there is none.</summary>
    public static UserState Without(UserState user, string id)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.Credentials.All(credential => credential.Id != id) ? user
            : user with { Credentials = [.. user.Credentials.Where(credential => credential.Id != id)] };
    }

    /// <summary>The user whose credential has that label; the same when there is none.</summary>
    public static UserState WithLabel(UserState user, string id, string label)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.Credentials.Any(credential => credential.Id == id && credential.UserLabel != label)
            ? user with { Credentials = [.. user.Credentials.Select(credential => credential.Id == id ? credential with { UserLabel = label } : credential)] }
            : user;
    }

    /// <summary>The user whose credential comes after the other one, or first when that is null; the same when either is missing.</summary>
    public static UserState Moved(UserState user, string id, string? after)
    {
        ArgumentNullException.ThrowIfNull(user);
        var moved = user.Credentials.FirstOrDefault(credential => credential.Id == id);
        if (moved is null || id == after || (after is not null && user.Credentials.All(credential => credential.Id != after)))
        {
            return user;
        }

        var order = user.Credentials.Where(credential => credential.Id != id).ToList();
        order.Insert(after is null ? 0 : order.FindIndex(credential => credential.Id == after) + 1, moved);
        return order.SequenceEqual(user.Credentials) ? user : user with { Credentials = order };
    }

    private static IEnumerable<Credential> Remembered(UserState user, Credential? old, int history)
    {
        var before = user.Credentials.Where(credential => credential.Type == PasswordHistory);
        var all = old is null ? before : before.Prepend(old with { Id = Guid.NewGuid().ToString(), Type = PasswordHistory, UserLabel = null, Temporary = false });
        return all.OrderByDescending(credential => credential.CreatedDate).Take(Math.Max(0, history - 1));
    }
}
