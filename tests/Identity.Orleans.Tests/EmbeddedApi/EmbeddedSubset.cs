using System.Reflection;
using System.Runtime.Loader;

namespace Identity.Orleans.Tests.EmbeddedApi;

/// <summary>What the embedded runtime declares in Orleans's namespaces is there in Orleans too, with the same signature: sources that
/// compile against the one compile against the other.</summary>
public class EmbeddedSubset
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly s_embedded =
        new AssemblyLoadContext("embedded").LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "embedded", "Orleans.Embedded.dll"));

    private static readonly ILookup<string, Type> s_orleans = Directory.EnumerateFiles(AppContext.BaseDirectory, "Orleans*.dll")
        .Select(Assembly.LoadFrom)
        .SelectMany(assembly => assembly.GetExportedTypes())
        .ToLookup(type => type.FullName!);

    public static TheoryData<string> Types =>
        [.. s_embedded.GetExportedTypes().Where(type => type.Namespace != "Orleans.Embedded" && !type.IsNested).Select(type => type.FullName!)];

    [Fact]
    public void Has_types_to_compare() => Assert.True(Types.Count > 30);

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_is_in_orleans_with_all_its_members(string name)
    {
        var ours = s_embedded.GetType(name, throwOnError: true)!;
        var theirs = s_orleans[name].ToList();
        Assert.True(theirs.Count > 0, $"Orleans has no {name}.");

        var known = theirs.SelectMany(Signatures).ToHashSet();
        var missing = Signatures(ours).Where(signature => !known.Contains(signature)).ToList();
        Assert.True(missing.Count == 0, $"Orleans's {name} lacks:\n{string.Join('\n', missing)}\nIt has:\n{string.Join('\n', known.Order(StringComparer.Ordinal))}");
    }

    // Members that grains and the gateway can see. Inherited ones count where they are declared, or anywhere above it in Orleans.
    private static IEnumerable<string> Signatures(Type type)
    {
        for (var level = type; level is not null && level.Namespace?.StartsWith("Orleans", StringComparison.Ordinal) == true; level = level.BaseType)
        {
            foreach (var member in level.GetMembers(Declared).Where(IsVisible))
            {
                yield return Signature(member);
            }
        }

        foreach (var inherited in type.IsInterface ? type.GetInterfaces() : [])
        {
            foreach (var member in inherited.GetMembers(Declared).Where(IsVisible))
            {
                yield return Signature(member);
            }
        }
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !method.Name.Contains('<', StringComparison.Ordinal),
        FieldInfo field => field.IsPublic || field.IsFamily,
        _ => false,
    };

    private static string Signature(MemberInfo member) => member switch
    {
        MethodInfo method => $"{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        FieldInfo { IsLiteral: true } field => $"{field.Name} = {field.GetRawConstantValue()}",
        FieldInfo field => $"{Name(field.FieldType)} {field.Name}",
        _ => member.ToString()!,
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)));

    private static string Generic(MethodInfo method) => method.IsGenericMethod ? $"`{method.GetGenericArguments().Length}" : "";

    // Names only: a type of one assembly is never the other's.
    private static string Name(Type type) =>
        type.IsByRef ? Name(type.GetElementType()!) + "&"
        : type.IsArray ? Name(type.GetElementType()!) + "[]"
        : type.IsGenericParameter ? type.Name
        : type.IsGenericType ? $"{type.Namespace}.{type.Name}<{string.Join(',', type.GetGenericArguments().Select(Name))}>"
        : $"{type.Namespace}.{type.Name}";
}
