namespace Identity.Gateway.Authorize;

/// <summary>What is asked for, and how it is to come back.</summary>
internal static class ResponseChecks
{
    private static readonly string[] ImplicitParts = ["token", "id_token"];

    public static AuthorizeRefusal? TypeIsSent(AuthorizeDraft draft) => draft.Parameters["response_type"] is null
        ? new AuthorizeRefusal.ToClient("invalid_request", draft.Parameters.Repeated.Contains("response_type") ? "duplicated parameter" : "Missing parameter: response_type")
        : null;

    public static AuthorizeRefusal? ModeIsKnown(AuthorizeDraft draft)
    {
        var front = IsImplicitOrHybrid(draft);
        switch (draft.Parameters["response_mode"])
        {
            case null:
                draft.ResponseMode = front ? ResponseMode.Fragment : ResponseMode.Query;
                return null;
            case "query" when front:
                return new AuthorizeRefusal.ToClient("invalid_request", "Response_mode 'query' not allowed for implicit or hybrid flow");
            case "query":
                return null;
            case "fragment":
                draft.ResponseMode = ResponseMode.Fragment;
                return null;
            case "form_post":
                draft.ResponseMode = ResponseMode.FormPost;
                return null;
            default:
                return new AuthorizeRefusal.ToClient("invalid_request", "Invalid parameter: response_mode");
        }
    }

    public static AuthorizeRefusal? TypeIsCode(AuthorizeDraft draft)
    {
        var type = draft.Parameters["response_type"];
        if (type == "code")
        {
            return draft.Client!.StandardFlowEnabled ? null : FlowDisabled("Standard");
        }

        // Only the code flow is served: a token in an address is a token in a history (RFC 9700 section 2.1.2).
        return IsImplicitOrHybrid(draft) && !draft.Client!.ImplicitFlowEnabled
            ? FlowDisabled("Implicit")
            : new AuthorizeRefusal.ToClient("unsupported_response_type");
    }

    private static bool IsImplicitOrHybrid(AuthorizeDraft draft)
    {
        var parts = draft.Parameters["response_type"]!.Split(' ');
        return parts.All(part => part == "code" || ImplicitParts.Contains(part)) && parts.Any(ImplicitParts.Contains);
    }

    private static AuthorizeRefusal.ToClient FlowDisabled(string flow) => new(
        "unauthorized_client",
        $"Client is not allowed to initiate browser login with given response_type. {flow} flow is disabled for the client.");
}
