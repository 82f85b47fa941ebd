namespace NeuralNet;

/// <summary>The encoding of classes in targets and outputs, which "accuracy" and "crossentropy" depend on.</summary>
internal enum ClassificationKind
{
    /// <summary>One output, the probability of class 1.</summary>
    Binary,

    /// <summary>An output for each class, and the class number as the target.</summary>
    Sparse,

    /// <summary>An output and a target for each class.</summary>
    OneHot,
}

/// <summary>Determines the kind of classification from the shapes (Keras: trainers/compile_utils.py, <c>get_metric</c>).</summary>
internal static class Classification
{
    public static ClassificationKind KindOf(Shape target, Shape prediction)
    {
        if (prediction.Last == 1)
            return ClassificationKind.Binary;
        return target.Rank < prediction.Rank || target.Last == 1 ? ClassificationKind.Sparse : ClassificationKind.OneHot;
    }
}
