namespace NeuralNet;

/// <summary>
/// The work that the ranks of a <see cref="TrainingStrategy"/> do together. The numbers are a part of what they exchange.
/// </summary>
internal enum SharedWork
{
    /// <summary>A training.</summary>
    Fit = 1,

    /// <summary>An evaluation.</summary>
    Evaluate = 2,

    /// <summary>A prediction.</summary>
    Predict = 3,
}
