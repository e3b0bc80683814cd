using Identity.Cluster.Tests;

[assembly: AssemblyFixture(typeof(ClusterFixture))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]
