namespace NeuralNet.Images;

/// <summary>One of the two parts of the pictures of an <see cref="ImageFolder"/>. Keras: <c>subset</c>.</summary>
public enum Subset
{
    /// <summary>The pictures for training, the first ones of the order.</summary>
    Training,

    /// <summary>The pictures for validation, the last ones of the order.</summary>
    Validation,
}
