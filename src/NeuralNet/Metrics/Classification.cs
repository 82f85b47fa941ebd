namespace NeuralNet;

/// <summary>How classes are told by targets and outputs, as "accuracy" and "crossentropy" must know.</summary>
internal enum ClassificationKind
{
    /// <summary>One output, the probability of class 1.</summary>
    Binary,

    /// <summary>An output for each class, and the class's number as target.</summary>
    Sparse,

    /// <summary>An output and a target for each class.</summary>
    OneHot,
}

/// <summary>Tells the kind of classification from the shapes (Keras: trainers/compile_utils.py, <c>get_metric</c>).</summary>
internal static class Classification
{
    public static ClassificationKind KindOf(Shape target, Shape prediction)
    {
        if (prediction.Last == 1)
            return ClassificationKind.Binary;
        return target.Rank < prediction.Rank || target.Last == 1 ? ClassificationKind.Sparse : ClassificationKind.OneHot;
    }
}
