using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Identity.Grains.Sessions;

namespace Identity.Grains.Tests.Contracts;

/// <summary>Every type that crosses a grain's boundary can be serialised by Orleans and survives a rolling upgrade: it has an alias,
/// and each of its members an id of its own.</summary>
public class GrainContracts
{
    private static readonly Assembly Grains = typeof(ISessionGrain).Assembly;

    public static TheoryData<Type> Interfaces => [.. Grains.GetExportedTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrainWithStringKey)))];

    public static TheoryData<Type> WireTypes => [.. ReachableFromInterfaces()];

    [Theory]
    [MemberData(nameof(Interfaces))]
    public void A_grain_interface_and_each_of_its_methods_has_an_alias(Type grain)
    {
        Assert.NotNull(grain.GetCustomAttribute<AliasAttribute>());
        Assert.All(grain.GetMethods(), method => Assert.NotNull(method.GetCustomAttribute<AliasAttribute>()));
        Assert.Equal(grain.GetMethods().Length, grain.GetMethods().Select(method => method.GetCustomAttribute<AliasAttribute>()!.Alias).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(WireTypes))]
    public void A_wire_type_is_serialisable_and_has_an_alias(Type type)
    {
        Assert.True(type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null, $"{type} lacks [GenerateSerializer].");
        Assert.True(type.GetCustomAttribute<AliasAttribute>(inherit: false) is not null, $"{type} lacks [Alias].");
    }

    [Theory]
    [MemberData(nameof(WireTypes))]
    public void Each_member_of_a_wire_type_has_an_id_of_its_own(Type type)
    {
        if (type.IsEnum)
        {
            return;
        }

        var members = Members(type).ToList();

        Assert.All(members, member => Assert.True(member.GetCustomAttribute<IdAttribute>() is not null, $"{type.Name}.{member.Name} lacks [Id]."));
        Assert.Equal(members.Count, members.Select(member => member.GetCustomAttribute<IdAttribute>()!.Id).Distinct().Count());
    }

    [Fact]
    public void Aliases_are_unique()
    {
        var aliases = Grains.GetTypes().Select(type => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias).OfType<string>().ToList();

        Assert.Equal(aliases.Count, aliases.Distinct().Count());
    }

    private static HashSet<Type> ReachableFromInterfaces()
    {
        var found = new HashSet<Type>();
        var pending = new Stack<Type>(Grains.GetExportedTypes()
            .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrainWithStringKey)))
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)));
        while (pending.TryPop(out var type))
        {
            foreach (var argument in type.GetGenericArguments())
            {
                pending.Push(argument);
            }

            if (type.Assembly != Grains || type.IsGenericParameter || !found.Add(type))
            {
                continue;
            }

            foreach (var next in Members(type).Select(member => member.PropertyType).Concat(type.GetNestedTypes()))
            {
                pending.Push(next);
            }
        }

        return found;
    }

    private static IEnumerable<PropertyInfo> Members(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(property => property.SetMethod is not null && property.GetCustomAttribute<CompilerGeneratedAttribute>() is null && property.PropertyType != typeof(JsonElement));
}
