namespace NeuralNet.Explainability;

/// <summary>The result of a gradient method.</summary>
/// <param name="Predictions">The output for each row.</param>
/// <param name="Values">A value for each feature, row by row.</param>
/// <param name="BaseValues">
/// For each row the output that the values start from; null for methods that do not share out a difference.
/// </param>
/// <param name="StandardErrors">The standard errors of the values, for methods that draw a sample; null for others.</param>
internal sealed record FeatureValues(
    float[] Predictions, double[] Values, double[]? BaseValues = null, double[]? StandardErrors = null);
