using Identity.AdminClient.Tests;

[assembly: AssemblyFixture(typeof(PodsFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
