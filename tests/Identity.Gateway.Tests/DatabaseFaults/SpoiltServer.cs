using Identity.Gateway.Tests.Fixtures;
using Identity.Testing;

namespace Identity.Gateway.Tests.DatabaseFaults;

/// <summary>A gateway whose statements can be spoilt one by one.</summary>
public sealed class SpoiltServer : IAsyncLifetime
{
    public SpoiltServer() => Gateway = new GatewayServer { Wire = Wire };

    internal FaultyWire Wire { get; } = new();

    internal GatewayServer Gateway { get; }

    public ValueTask InitializeAsync() => Gateway.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        Wire.Disarm();
        await Gateway.DisposeAsync();
        await Wire.DisposeAsync();
    }
}
