using Identity.Gateway.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(GatewayServer))]
