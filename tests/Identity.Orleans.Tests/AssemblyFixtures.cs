using Identity.Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]
