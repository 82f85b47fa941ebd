namespace NeuralNet;

/// <summary>Detects names in <see cref="Optimizer.ExcludeFromWeightDecay"/> that match no parameter of the model.</summary>
internal static class UnmatchedExclusion
{
    /// <summary>Writes a warning for each such name, which has no effect, as in Keras.</summary>
    public static void Warn(TrainingRun run)
    {
        foreach (string name in run.Compiled.Optimizer.Exclusion.Unmatched(run.Graph.Parameters, run.Graph.PathOf))
        {
            string[] paths = [.. run.Graph.Parameters.Select(run.Graph.PathOf)];
            run.Warn($"the optimizer leaves '{name}' out of weight decay, which is found in no parameter of the "
                + $"model.{NearestName.Question(name, paths)} A name with a slash is searched in the paths "
                + $"({string.Join(", ", paths.Take(3))}, …), another in what is behind their last slash.");
        }
    }
}
