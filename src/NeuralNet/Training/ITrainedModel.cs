namespace NeuralNet;

/// <summary>The model whose graph is trained, as far as a training needs it.</summary>
internal interface ITrainedModel
{
    /// <summary>The seed of shuffling and dropout; another one where a training goes on that a model with another seed began.</summary>
    int Seed { get; set; }

    /// <summary>The detector of predictions that overlap a training step.</summary>
    StepGuard StepGuard { get; }

    /// <summary>Describes a training: the model, its data and settings, each as a text by what it is of.</summary>
    IReadOnlyList<(string What, string Text)> Describe(TrainingRun run);

    /// <summary>Writes the model to a file.</summary>
    void Save(string path);

    /// <summary>Writes the parameters alone to a file.</summary>
    void SaveWeights(string path);
}
