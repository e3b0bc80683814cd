using Identity.Gateway.Tests.Hosting;

[assembly: AssemblyFixture(typeof(GatewayHost))]
