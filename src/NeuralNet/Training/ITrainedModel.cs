namespace NeuralNet;

/// <summary>The members of a model that a training needs.</summary>
internal interface ITrainedModel
{
    /// <summary>
    /// The seed of shuffling and dropout. A training that was started by a model with another seed is resumed with that seed.
    /// </summary>
    int Seed { get; set; }

    /// <summary>The detector of predictions that overlap a training step.</summary>
    StepGuard StepGuard { get; }

    /// <summary>Describes a training: the model, its data and settings, each as a name and a text.</summary>
    IReadOnlyList<(string What, string Text)> Describe(TrainingRun run);

    /// <summary>Writes the model to a file.</summary>
    void Save(string path);

    /// <summary>Writes the parameters only to a file.</summary>
    void SaveWeights(string path);
}
