using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Grains.Storage;

/// <summary>Makes the records that grains ask for by <see cref="RecordAttribute"/>.</summary>
internal sealed class RecordFactory : IAttributeToFactoryMapper<RecordAttribute>
{
    public Factory<IGrainContext, object> GetFactory(ParameterInfo parameter, RecordAttribute metadata)
    {
        var record = ActivatorUtilities.CreateFactory(typeof(Record<>).MakeGenericType(parameter.ParameterType.GenericTypeArguments), [typeof(EntityKey)]);
        return context => record(context.ActivationServices, [EntityKey.Parse(context.GrainId.Key.ToString()!)]);
    }
}
