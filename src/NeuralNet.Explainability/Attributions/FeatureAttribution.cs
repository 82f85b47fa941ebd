namespace NeuralNet.Explainability;

/// <summary>The attribution of one feature: a line of an explanation.</summary>
/// <param name="Name">The feature.</param>
/// <param name="Content">The content of the feature in the row that was explained: its value, or the condition that the row met.</param>
/// <param name="Value">The part of the prediction that is due to the feature.</param>
public readonly record struct FeatureAttribution(string Name, string Content, double Value);
