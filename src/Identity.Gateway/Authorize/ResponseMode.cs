namespace Identity.Gateway.Authorize;

/// <summary>How the answer travels to the redirect URI.</summary>
internal enum ResponseMode
{
    Query,
    Fragment,
    FormPost,
}
