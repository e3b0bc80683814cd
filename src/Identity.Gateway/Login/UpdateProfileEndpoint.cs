using Identity.Gateway.Authorize;
using Identity.Gateway.Events;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Grains.Users.Profiles;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>What a person must do before the login ends: filling in the profile.</summary>
internal sealed class UpdateProfileEndpoint(DueAction due, LoginStates states, LoginFlow flow, LoginUsers users, RecordChanges changes, LoginEvents events)
{
    public async Task HandleAsync(HttpContext http, RealmContext realm)
    {
        if (await due.OpenAsync(http, realm, PendingAction.UpdateProfile) is not var (state, request, user))
        {
            return;
        }

        if (HttpMethods.IsGet(http.Request.Method))
        {
            await ShowAsync(http, request, state, ProfileRules.AttributesOf(user), []);
            return;
        }

        await UpdateAsync(http, request, state, user);
    }

    private async Task UpdateAsync(HttpContext http, AuthorizeRequest request, LoginState state, UserState user)
    {
        var settings = request.Realm.Realm.Settings;
        var scopes = ProfileForm.Scopes(request);
        var form = await LoginForm.ReadAsync(http);
        var wanted = ProfileForm.Read(settings, user, form, scopes);
        IReadOnlyList<ProfileError> errors = [];
        var result = await changes.ChangeAsync<IUserGrain, UserState>(EntityKey.ToFind(request.Realm.Realm.Id, user.Id), stored =>
        {
            (var next, errors) = ProfileForm.Apply(settings, stored, ProfileForm.Read(settings, stored, form, scopes), scopes);
            return next ?? stored;
        });
        errors = result switch
        {
            WriteResult.Duplicate { Index: var index } when index.Contains("email", StringComparison.Ordinal) => [new(ProfileNames.Email, "emailExistsMessage", [])],
            WriteResult.Duplicate when wanted.GetValueOrDefault(ProfileNames.Username) is not [var name] || name == user.Username =>
                [new(ProfileNames.Email, "emailExistsMessage", [])],
            WriteResult.Duplicate => [new(ProfileNames.Username, "usernameExistsMessage", [])],
            WriteResult.Changed => [new(ProfileNames.Username, "tryAgainMessage", [])],
            _ => errors,
        };
        if (errors.Count > 0)
        {
            await ShowAsync(http, request, state, wanted, errors);
            return;
        }

        await events.RecordAsync(http, request.Realm, LoginHappenings.ProfileUpdated(request, user.Id));
        var current = await users.FindAsync(http, request, state);
        await (current is null ? flow.BeginAsync(http, request, notice: null) : flow.ContinueAsync(http, request, state.Proof!, current));
    }

    private Task ShowAsync(
        HttpContext http, AuthorizeRequest request, LoginState state, Dictionary<string, IReadOnlyList<string>> values, IReadOnlyList<ProfileError> errors) =>
        PageWriter.WriteAsync(http, request.Realm, StatusCodes.Status200OK, UpdateProfilePage.Render(
            request, states.Address(request.Realm, state, "required-action", "UPDATE_PROFILE"), values, errors), leadsTo: request.Target.RedirectUri);
}
