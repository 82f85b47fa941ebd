namespace NeuralNet.Explainability;

/// <summary>What a gradient method finds.</summary>
/// <param name="Predictions">What the model gives for each row, found on the way.</param>
/// <param name="Values">A value for each feature, row by row.</param>
/// <param name="BaseValues">For each row what the model gives without it; null for methods that do not share out a difference.</param>
/// <param name="StandardErrors">The values' standard errors, for methods that draw a sample; else null.</param>
internal sealed record FeatureValues(
    float[] Predictions, double[] Values, double[]? BaseValues = null, double[]? StandardErrors = null);
