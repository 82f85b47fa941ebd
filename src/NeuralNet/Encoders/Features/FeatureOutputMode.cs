namespace NeuralNet;

/// <summary>The inputs that a <see cref="FeatureSpace"/> makes.</summary>
public enum FeatureOutputMode
{
    /// <summary>One input, in which the features stand side by side.</summary>
    Concat,

    /// <summary>One input for each feature, with the feature's name.</summary>
    Dict,
}
