using Orleans.Embedded;

namespace Identity.Silo.Storage;

// A file of its own, which the Orleans build leaves out: only the embedded runtime knows the interface.
internal sealed partial class PostgresGrainStorage : IGrainStateVersions;
