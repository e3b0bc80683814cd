namespace Identity.Gateway.Admin;

/// <summary>Some endpoints of the admin API. Each implementation is found and mapped by <see cref="AdminRegistration"/>.</summary>
internal interface IAdminEndpoints
{
    /// <summary>Maps them.</summary>
    void Map(AdminRoutes routes);
}
