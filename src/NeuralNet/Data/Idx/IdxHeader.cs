using System.Buffers.Binary;

namespace NeuralNet;

/// <summary>The beginning of an IDX file: the type of the elements and the sizes of the axes.</summary>
internal sealed record IdxHeader(IdxElementType Type, Shape Shape)
{
    /// <summary>The number of bytes before the sizes, and of each size.</summary>
    private const int MagicLength = 4, SizeLength = 4;

    /// <summary>The number of bytes of the header.</summary>
    public int Length => MagicLength + SizeLength * Shape.Rank;

    /// <exception cref="InvalidDataException">The content does not begin with a header.</exception>
    public static IdxHeader Read(IdxContent content)
    {
        Span<byte> magic = stackalloc byte[MagicLength];
        if (content.Read(magic) < magic.Length)
            throw Truncated(content);
        var type = (IdxElementType)magic[2];
        if (magic[0] != 0 || magic[1] != 0 || !Enum.IsDefined(type))
            throw content.Wrong($"it begins with the bytes {Convert.ToHexString(magic[..3])}, where 0000 and the type of the elements "
                + "(08, 09, 0B, 0C, 0D or 0E) are due");
        int rank = magic[3];
        if (rank is 0 or > Shape.MaxRank)
            throw content.Wrong($"the number of axes, at byte 3, is {rank}; it should be from 1 to {Shape.MaxRank}");
        return new IdxHeader(type, ReadShape(content, rank));
    }

    /// <summary>Returns the words of a message: <c>its 100×28×28 elements of type UnsignedByte</c>.</summary>
    public override string ToString() => $"its {string.Join('×', Shape)} elements of type {Type}";

    private static Shape ReadShape(IdxContent content, int rank)
    {
        Span<byte> bytes = stackalloc byte[SizeLength];
        var sizes = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            if (content.Read(bytes) < bytes.Length)
                throw Truncated(content);
            uint size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (size is 0 or > int.MaxValue)
                throw content.Wrong($"the size of axis {axis}, at byte {content.Position - SizeLength}, is {size}; it should be from 1 to "
                    + $"{int.MaxValue}");
            sizes[axis] = (int)size;
        }

        return Fixed(content, sizes);
    }

    private static Shape Fixed(IdxContent content, int[] sizes)
    {
        try
        {
            return new Shape(sizes);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw content.Wrong($"its axes, from byte {MagicLength} on, have the sizes {string.Join('×', sizes)}: more elements than one "
                + $"tensor can hold ({Array.MaxLength})", exception);
        }
    }

    private static InvalidDataException Truncated(IdxContent content) =>
        content.Wrong($"it ends at byte {content.Position}, within the header, and is truncated");
}
