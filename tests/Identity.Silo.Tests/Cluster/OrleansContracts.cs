using System.Reflection;
using Identity.Grains.Sessions;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace Identity.Silo.Tests.Cluster;

/// <summary>What a contract of a grain says to Orleans.</summary>
public class OrleansContracts
{
    private static readonly Type[] s_contracts =
        [.. typeof(ISessionGrain).Assembly.GetTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrainWithStringKey)))];

    public static TheoryData<Type> Contracts => [.. s_contracts];

    public static TheoryData<string> Reads =>
        [.. s_contracts.SelectMany(type => type.GetMethods()).Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken)))
            .Select(method => $"{method.DeclaringType!.FullName}.{method.Name}").Distinct()];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Has_a_version_so_that_no_call_goes_to_a_silo_that_lacks_the_method(Type contract) =>
        Assert.True(contract.GetCustomAttribute<VersionAttribute>() is { Version: > 0 });

    [Theory]
    [MemberData(nameof(Reads))]
    public void A_read_runs_beside_other_reads(string name)
    {
        var method = s_contracts.SelectMany(type => type.GetMethods()).First(method => $"{method.DeclaringType!.FullName}.{method.Name}" == name);

        Assert.NotNull(method.GetCustomAttribute<ReadOnlyAttribute>());
    }
}
