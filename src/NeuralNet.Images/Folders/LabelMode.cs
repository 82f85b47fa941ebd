namespace NeuralNet.Images;

/// <summary>The targets of the pictures of an <see cref="ImageFolder"/>. Keras: <c>label_mode</c>.</summary>
public enum LabelMode
{
#pragma warning disable CA1720 // Int is Keras's name.
    /// <summary>The index of the class, (batch), for <see cref="Loss.SparseCategoricalCrossEntropy"/>.</summary>
    Int,
#pragma warning restore CA1720

    /// <summary>One number for each class, (batch, classes): 1 for the picture's class, 0 for the others.</summary>
    Categorical,

    /// <summary>0 or 1, (batch, 1), for two classes.</summary>
    Binary,

    /// <summary>No targets, for predictions: the folder and all folders below it contain pictures without classes.</summary>
    None,
}
