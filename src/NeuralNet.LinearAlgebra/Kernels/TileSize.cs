namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The number of rows, columns or registers of a tile as a type argument: the compiler makes separate code for each size and unrolls its
/// loops.
/// </summary>
internal interface ITileSize
{
    static abstract int Value { get; }
}

internal readonly struct Size1 : ITileSize
{
    public static int Value => 1;
}

internal readonly struct Size2 : ITileSize
{
    public static int Value => 2;
}

internal readonly struct Size3 : ITileSize
{
    public static int Value => 3;
}

internal readonly struct Size4 : ITileSize
{
    public static int Value => 4;
}

internal readonly struct Size5 : ITileSize
{
    public static int Value => 5;
}

internal readonly struct Size6 : ITileSize
{
    public static int Value => 6;
}

internal readonly struct Size8 : ITileSize
{
    public static int Value => 8;
}

internal readonly struct Size10 : ITileSize
{
    public static int Value => 10;
}

internal readonly struct Size12 : ITileSize
{
    public static int Value => 12;
}
