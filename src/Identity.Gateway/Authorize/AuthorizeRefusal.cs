namespace Identity.Gateway.Authorize;

/// <summary>Why an authorization request does not go on.</summary>
internal abstract record AuthorizeRefusal
{
    private AuthorizeRefusal()
    {
    }

    /// <summary>Told to the person on a page of ours: where to redirect is unknown or not trusted.</summary>
    public sealed record OnPage(string Message) : AuthorizeRefusal;

    /// <summary>Told to the client at its checked redirect URI.</summary>
    public sealed record ToClient(string Error, string? Description = null) : AuthorizeRefusal;
}
