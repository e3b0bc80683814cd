using BenchmarkDotNet.Running;
using Identity.Benchmarks;
using Identity.Benchmarks.Installation;
using Identity.Testing;

// One PostgreSQL and one import for all: the processes that measure find them by their environment.
await using var server = new PostgresServer();
await using var database = await server.CreateDatabaseAsync();
await Realm.ImportAsync(database.ConnectionString);
Environment.SetEnvironmentVariable(Pod.Database, database.ConnectionString);
BenchmarkSwitcher.FromAssembly(typeof(ShortRun).Assembly).Run(args, new ShortRun());
