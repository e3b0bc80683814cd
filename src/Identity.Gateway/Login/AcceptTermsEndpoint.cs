using System.Globalization;
using Identity.Gateway.Authorize;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Authentication;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Login;

/// <summary>What a person must do before the login ends: accepting the terms. When is kept in the user's attribute terms_and_conditions.</summary>
internal sealed class AcceptTermsEndpoint(DueAction due, LoginStates states, LoginFlow flow, LoginUsers users, RecordChanges changes, TimeProvider time)
{
    private const string Attribute = "terms_and_conditions";

    public async Task HandleAsync(HttpContext http, RealmContext realm)
    {
        if (await due.OpenAsync(http, realm, PendingAction.AcceptTerms) is not var (state, request, user))
        {
            return;
        }

        var form = await LoginForm.ReadAsync(http);
        if (form.ContainsKey("cancel"))
        {
            await AuthorizeResponse.ErrorAsync(http, realm, request.Target, "access_denied");
            return;
        }

        if (!form.ContainsKey("accept"))
        {
            await PageWriter.WriteAsync(http, realm, StatusCodes.Status200OK, Page(realm, states.Address(realm, state, "required-action", "TERMS_AND_CONDITIONS")), leadsTo: request.Target.RedirectUri);
            return;
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await changes.ChangeAsync<IUserGrain, UserState>(EntityKey.ToFind(realm.Realm.Id, user.Id), stored => stored with
        {
            Attributes = new Dictionary<string, IReadOnlyList<string>>(stored.Attributes, StringComparer.Ordinal) { [Attribute] = [now] },
            RequiredActions = [.. stored.RequiredActions.Where(action => action != RequiredActionSupport.AcceptTerms)],
        });
        var current = await users.FindAsync(http, request, state);
        await (current is null ? flow.BeginAsync(http, request, notice: null) : flow.ContinueAsync(http, request, state.Proof!, current));
    }

    private static Html Page(RealmContext realm, string action) =>
        PageLayout.Render(realm, $"Sign in to {PageLayout.DisplayName(realm.Realm)}", "Terms and Conditions", Html.Of($"""
            <p class="instruction">To go on you must accept the terms of use of {PageLayout.DisplayName(realm.Realm)}.</p>
            <form id="kc-terms-form" action="{action}" method="post">
            <button id="kc-accept" name="accept" value="Accept" type="submit">Accept</button>
            <button id="kc-decline" class="quiet" name="cancel" value="Decline" type="submit">Decline</button>
            </form>
            """));
}
