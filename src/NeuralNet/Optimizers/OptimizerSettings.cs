using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>Reads settings of optimizers that are not plain numbers.</summary>
internal static class OptimizerSettings
{
    /// <summary>The learning rate: a number, or a schedule as class_name and config; null if absent.</summary>
    public static LearningRateSchedule? LearningRate(Configuration configuration) => configuration.Find("learning_rate") switch
    {
        null => null,
        JsonObject => LearningRateSchedule.Known.Read(configuration, "learning_rate"),
        _ => configuration.GetSingle("learning_rate"),
    };
}
