namespace NeuralNet.Explainability;

/// <summary>One line of an explanation.</summary>
/// <param name="Name">The feature.</param>
/// <param name="Content">What the feature was in the row that was explained: its value, or the condition that it met.</param>
/// <param name="Value">How much of the prediction is due to it.</param>
public readonly record struct FeatureAttribution(string Name, string Content, double Value);
