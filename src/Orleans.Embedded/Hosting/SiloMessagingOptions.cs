namespace Orleans.Configuration;

/// <summary>How calls to the grains of this process travel.</summary>
public class SiloMessagingOptions : MessagingOptions;
