using Identity.Grains.Sessions;

namespace Identity.Grains.Tests.Contracts;

/// <summary>The layers: Grains knows neither the Gateway nor the Silo, and no HTTP.</summary>
public class ProjectReferences
{
    [Theory]
    [InlineData("Identity.Gateway")]
    [InlineData("identity-server")]
    [InlineData("Npgsql")]
    [InlineData("Microsoft.AspNetCore.Http")]
    [InlineData("Microsoft.AspNetCore.Http.Abstractions")]
    public void Grains_does_not_reference(string assembly) =>
        Assert.DoesNotContain(typeof(ISessionGrain).Assembly.GetReferencedAssemblies(), reference => reference.Name == assembly);
}
