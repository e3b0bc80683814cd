using Identity.Gateway.Pages;
using Identity.Grains.Clients.Addresses;

namespace Identity.Gateway.Authorize;

/// <summary>Where to. RFC 9700 section 4.1: the address is compared, never interpreted, and a refusal does not redirect.</summary>
internal static class RedirectUriCheck
{
    public static AuthorizeRefusal? IsRegistered(AuthorizeDraft draft)
    {
        var requested = draft.Parameters["redirect_uri"];
        if (!RedirectUriMatcher.IsRegistered(draft.Client!.RedirectUris, ClientAddresses.Root(draft.Client, draft.Realm), requested, AnswerParameters.Login))
        {
            return new AuthorizeRefusal.OnPage("Invalid parameter: redirect_uri");
        }

        draft.RedirectUri = requested;
        return null;
    }
}
