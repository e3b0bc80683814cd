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

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Has_a_version_so_that_no_call_goes_to_a_silo_that_lacks_the_method(Type contract) =>
        Assert.True(contract.GetCustomAttribute<VersionAttribute>() is { Version: > 0 });

    // A call that may be given up half done is a read, and those need no grain.
    [Theory]
    [MemberData(nameof(Contracts))]
    public void Is_called_to_change_something(Type contract) =>
        Assert.DoesNotContain(contract.GetMethods(), method => method.GetCustomAttribute<ReadOnlyAttribute>() is not null
            || method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken)));
}
