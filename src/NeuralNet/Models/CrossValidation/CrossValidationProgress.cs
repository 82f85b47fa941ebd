namespace NeuralNet;

/// <summary>The progress of a <see cref="CrossValidation"/>, reported at the end of each fold.</summary>
/// <param name="Fold">The index of the fold that ended.</param>
/// <param name="Folds">The number of folds.</param>
/// <param name="Completed">The number of folds that have ended.</param>
/// <param name="Evaluation">The loss and the metrics on the test part of the fold.</param>
public readonly record struct CrossValidationProgress(int Fold, int Folds, int Completed, Evaluation Evaluation);
