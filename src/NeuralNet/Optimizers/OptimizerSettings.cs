using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>Reads the settings that all optimizers share.</summary>
internal static class OptimizerSettings
{
    /// <summary>The learning rate: a number, or a schedule as class_name and config.</summary>
    public static LearningRateSchedule LearningRate(Configuration configuration, float defaultValue) =>
        configuration.Json["learning_rate"] is JsonObject
            ? ScheduleRegistry.Known.Read(configuration, "learning_rate")!
            : configuration.GetSingle("learning_rate", defaultValue);

    public static float? ClipNorm(Configuration configuration) => configuration.GetOptionalSingle("clipnorm");

    public static float? ClipValue(Configuration configuration) => configuration.GetOptionalSingle("clipvalue");

    public static float? GlobalClipNorm(Configuration configuration) => configuration.GetOptionalSingle("global_clipnorm");

    public static float? WeightDecay(Configuration configuration) => configuration.GetOptionalSingle("weight_decay");
}
