namespace Identity.Gateway.Admin;

/// <summary>A request that cannot be carried out, found while its body or its parts are read. Becomes the answer that it holds.</summary>
internal sealed class AdminRefusalException(AdminResult result) : Exception("The request is refused.")
{
    /// <summary>What to answer.</summary>
    public AdminResult Result { get; } = result;

    /// <summary>404 with <c>{"error": ...}</c>.</summary>
    public static AdminRefusalException NotFound(string error) => new(AdminResult.NotFound(error));

    /// <summary>400 with <c>{"errorMessage": ...}</c>.</summary>
    public static AdminRefusalException Invalid(string message) => new(AdminResult.Refuse(400, message));

    /// <summary>400 for a body that is not the JSON that is expected; <paramref name="error"/> is Keycloak's word for it.</summary>
    public static AdminRefusalException Unreadable(string error) => new(AdminResult.Error(400, error, "Cannot parse the JSON"));
}
