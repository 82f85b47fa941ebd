namespace NeuralNet;

/// <summary>A name in the optimizer's list of what is not decayed that no parameter of the model has.</summary>
internal static class UnmatchedExclusion
{
    /// <summary>Warns of each such name: Keras leaves it without effect, and so it is here.</summary>
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
