namespace NeuralNet;

/// <summary>Optimizers as settings of other objects, such as that of an optimizer around another.</summary>
public static class OptimizerConfiguration
{
    /// <summary>Writes an optimizer with its settings.</summary>
    public static void Set(this Configuration configuration, string name, Optimizer value)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(value);
        configuration.Set(name, (IConfigurable)value);
    }

    /// <summary>Reads an optimizer with its settings.</summary>
    /// <exception cref="FormatException">The setting is missing or no optimizer, or its class is unknown.</exception>
    public static Optimizer GetOptimizer(this Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Optimizer.Known.Read(configuration, name) ?? throw Configuration.Wrong(name, "an optimizer", null);
    }
}
