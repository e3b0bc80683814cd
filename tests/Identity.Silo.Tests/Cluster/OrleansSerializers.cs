using System.Reflection;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;

namespace Identity.Silo.Tests.Cluster;

/// <summary>Orleans has made a serializer for everything that crosses between silos.</summary>
public class OrleansSerializers
{
    private static readonly ServiceProvider s_services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public static TheoryData<Type> WireTypes =>
        [.. typeof(ISessionGrain).Assembly.GetTypes().Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null && !type.ContainsGenericParameters)];

    [Theory]
    [MemberData(nameof(WireTypes))]
    public void A_wire_type_has_a_codec_and_a_copier(Type type)
    {
        var codecs = s_services.GetRequiredService<CodecProvider>();

        Assert.NotNull(codecs.TryGetCodec(type));
        Assert.NotNull(codecs.TryGetDeepCopier(type));
    }

    [Fact]
    public void A_refused_duplicate_crosses_with_the_name_of_its_index()
    {
        var crossed = Assert.IsType<DuplicateKeyException>(Cross(new DuplicateKeyException("user_account_username")));

        Assert.Equal("user_account_username", crossed.Index);
        Assert.Contains("user_account_username", crossed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_outage_crosses_as_what_it_is()
    {
        var crossed = Assert.IsType<StorageUnavailableException>(Cross(new StorageUnavailableException("gone")));

        Assert.Equal("gone", crossed.Message);
    }

    private static Exception Cross(Exception exception)
    {
        var serializer = s_services.GetRequiredService<Serializer>();
        return serializer.Deserialize<Exception>(serializer.SerializeToArray(exception))!;
    }
}
