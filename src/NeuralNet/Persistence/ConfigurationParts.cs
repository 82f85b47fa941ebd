using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Settings that are parts themselves: a layer within a layer, an activation, an initializer and so on, of the library or of the program's
/// own. They are written with their own settings and made again when the file is loaded, the program's own as
/// <see cref="CustomObjects"/> says.
/// </summary>
/// <example>
/// <code>
/// protected override void WriteTo(Configuration configuration) => configuration.SetLayer("layer", inner);
///
/// public static Twice From(Configuration configuration) => new(configuration.GetLayer("layer")!);
/// </code>
/// </example>
public static class ConfigurationParts
{
    /// <summary>Writes a layer with its name and whether it is trainable, or null. It may be a model, which is written with its layers.</summary>
    public static void SetLayer(this Configuration configuration, string name, Layer? layer)
    {
        Require(configuration).Set(name, layer is null ? null : GraphConfigurationWriter.Describe(layer), layer is null ? [] : UnsavedSettings.SilentIn(layer));
    }

    /// <summary>Reads a layer that <see cref="SetLayer"/> wrote; null if it is null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but no layer, or one of an unknown class.</exception>
    public static Layer? GetLayer(this Configuration configuration, string name)
    {
        return Require(configuration).Find(name) switch
        {
            null => null,
            JsonObject description => GraphConfigurationReader.ReadPart(description, configuration.Custom),
            var other => throw Configuration.Wrong(name, "a layer, as class_name and config", other),
        };
    }

    /// <summary>Writes an activation, or null.</summary>
    public static void Set(this Configuration configuration, string name, Activation? activation) =>
        Require(configuration).Set(name, (IConfigurable?)activation);

    /// <summary>Reads an activation; null if it is null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but no activation, or one of an unknown class.</exception>
    public static Activation? GetActivation(this Configuration configuration, string name) => Activation.Known.Read(Require(configuration), name);

    /// <summary>Writes an initializer, or null.</summary>
    public static void Set(this Configuration configuration, string name, Initializer? initializer) =>
        Require(configuration).Set(name, (IConfigurable?)initializer);

    /// <summary>Reads an initializer; null if it is null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but no initializer, or one of an unknown class.</exception>
    public static Initializer? GetInitializer(this Configuration configuration, string name) => Initializer.Known.Read(Require(configuration), name);

    /// <summary>Writes a regularizer, or null.</summary>
    public static void Set(this Configuration configuration, string name, Regularizer? regularizer) =>
        Require(configuration).Set(name, (IConfigurable?)regularizer);

    /// <summary>Reads a regularizer; null if it is null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but no regularizer, or one of an unknown class.</exception>
    public static Regularizer? GetRegularizer(this Configuration configuration, string name) => Regularizer.Known.Read(Require(configuration), name);

    /// <summary>Writes a constraint, or null.</summary>
    public static void Set(this Configuration configuration, string name, Constraint? constraint) =>
        Require(configuration).Set(name, (IConfigurable?)constraint);

    /// <summary>Reads a constraint; null if it is null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but no constraint, or one of an unknown class.</exception>
    public static Constraint? GetConstraint(this Configuration configuration, string name) => Constraint.Known.Read(Require(configuration), name);

    /// <summary>Writes a loss, or null.</summary>
    public static void Set(this Configuration configuration, string name, Loss? loss) =>
        Require(configuration).Set(name, (IConfigurable?)loss);

    /// <summary>Reads a loss; null if it is null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but no loss, or one of an unknown class.</exception>
    public static Loss? GetLoss(this Configuration configuration, string name) => Loss.Known.Read(Require(configuration), name);

    /// <summary>Writes a metric, or null.</summary>
    public static void Set(this Configuration configuration, string name, Metric? metric) =>
        Require(configuration).Set(name, (IConfigurable?)metric);

    /// <summary>Reads a metric; null if it is null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but no metric, or one of an unknown class.</exception>
    public static Metric? GetMetric(this Configuration configuration, string name) => Metric.Known.Read(Require(configuration), name);

    /// <summary>Writes an optimizer, or null.</summary>
    public static void Set(this Configuration configuration, string name, Optimizer? optimizer) =>
        Require(configuration).Set(name, (IConfigurable?)optimizer);

    /// <summary>Reads an optimizer; null if it is null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but no optimizer, or one of an unknown class.</exception>
    public static Optimizer? GetOptimizer(this Configuration configuration, string name) => Optimizer.Known.Read(Require(configuration), name);

    /// <summary>Writes a learning rate schedule, or null.</summary>
    public static void Set(this Configuration configuration, string name, LearningRateSchedule? schedule)
    {
        if (schedule is ConstantLearningRate)
            Require(configuration).Set(name, schedule.At(0));
        else
            Require(configuration).Set(name, (IConfigurable?)schedule);
    }

    /// <summary>Reads a learning rate schedule; null if it is null or absent.</summary>
    /// <exception cref="FormatException">The setting is there but no learning rate schedule, or one of an unknown class.</exception>
    public static LearningRateSchedule? GetLearningRateSchedule(this Configuration configuration, string name) =>
        Require(configuration).Find(name) is JsonValue
            ? configuration.GetSingle(name)
            : ScheduleRegistry.Known.Read(configuration, name);

    private static Configuration Require(Configuration configuration) =>
        configuration ?? throw new ArgumentNullException(nameof(configuration));
}
